import os; os.environ["KERAS_BACKEND"]="jax"
import keras, numpy as np
keras.utils.set_random_seed(0)
x=np.random.rand(70,5).astype('f4'); y=np.random.rand(70,1).astype('f4')
m=keras.Sequential([keras.layers.Dense(8,activation='relu'),keras.layers.Dropout(.1),keras.layers.Dense(1)])
m.compile('adam','mse',metrics=['mae'])
m.fit(x,y,batch_size=32,epochs=2,validation_data=(x[:20],y[:20]),verbose=0)
m.evaluate(x,y,batch_size=32,verbose=0)
for n in (5,6,7,8,9): m.predict(x[:n],verbose=0)
m.train_on_batch(x[:3],y[:3])
l=keras.layers.LSTM(4); l(x[:4].reshape(4,5,1)); l(x[:4].reshape(4,5,1))
